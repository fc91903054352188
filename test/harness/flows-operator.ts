import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { readFlowsAddress } from '../../city/flows-address.ts';
import { eventually } from './eventually.ts';
import type { TestCity } from './test-city.ts';

/** A node of a flow; only these keys are looked at. */
export interface FlowNode {
  readonly id: string;
  readonly type: string;
  readonly label?: string;
  readonly name?: string;
  readonly disabled?: boolean;
}

/** An operator's session with the editor's HTTP API, through the city's proxy. */
export interface FlowsOperator {
  readonly origin: string;
  readonly cookie: string;
  ask(path: string, init?: RequestInit): Promise<Response>;
  flows(): Promise<FlowNode[]>;
  /** Replaces all flows. */
  deploy(flows: readonly object[]): Promise<void>;
  /** Presses a button; retried while there is none, for a deploy is answered before its flows run. */
  inject(id: string): Promise<number>;
}

/** Resolves when the editor answers. */
export const flowsAreUp = (city: TestCity): Promise<void> =>
  eventually(() => expect(readFlowsAddress(city.folder)).not.toBeNull());

/** Signs a person in and returns their session. */
export async function signInToFlows(city: TestCity, user: string): Promise<FlowsOperator> {
  const link = city.running.signinUrl(user);
  const { origin } = new URL(link);
  const form = { method: 'POST', body: new URL(link).searchParams };
  const cookie = (await fetch(new URL('/signin', link), form)).headers.get('set-cookie')?.split(';')[0] ?? '';
  const ask = (path: string, init: RequestInit = {}) =>
    fetch(`${origin}/flows/${path}`, { ...init, headers: { cookie, origin, ...init.headers } });
  return {
    origin,
    cookie,
    ask,
    flows: async () => (await (await ask('flows')).json()) as FlowNode[],
    async deploy(flows) {
      const headers = { 'content-type': 'application/json', 'node-red-deployment-type': 'full' };
      const answer = await ask('flows', { method: 'POST', headers, body: JSON.stringify(flows) });
      expect(answer.status).toBe(204);
    },
    inject: (id) =>
      eventually(async () => {
        const { status } = await ask(`inject/${id}`, { method: 'POST' });
        expect(status).not.toBe(404);
        return status;
      }),
  };
}

/** Opens the editor in a browser that is signed in; resolves when its palette is there. */
export async function openEditor(page: Page): Promise<void> {
  await page.goto('/flows/');
  await page.locator('.red-ui-palette-node[data-palette-type="inject"]').waitFor();
  await page.locator('#red-ui-loading-progress').waitFor({ state: 'hidden' });
}
