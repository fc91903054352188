/** Configuration of the flows role, sent over the IPC channel at its start: every flow can read the environment. */
export interface Introduction {
  readonly city: { readonly en: string; readonly zh: string };
  /** Node-RED's own folder. */
  readonly folder: string;
  /** Folder of the palette; null when it is not built. */
  readonly palette: string | null;
  /** Addresses and tokens of this city for the palette's nodes. */
  readonly link: CityLink;
  readonly logLevel: string;
}

/** The palette reads it as `RED.settings.citynerve`. */
export interface CityLink {
  readonly apiUrl: string;
  readonly mqttUrl: string;
  readonly user: string;
  readonly mqttToken: string;
  /** API token of scopes `read` and `act`: flows acknowledge alerts, as user `flows`. */
  readonly apiToken: string;
}

/** IPC message of the supervisor. */
export interface IntroductionMessage {
  readonly type: 'introduction';
  readonly introduction: Introduction;
}

/** Resolves with the introduction; other messages of the supervisor are ignored. */
export function introduced(parent: NodeJS.Process): Promise<Introduction> {
  return new Promise((resolve) => {
    const listen = (message: unknown): void => {
      if (!isIntroduction(message)) return;
      parent.off('message', listen);
      resolve(message.introduction);
    };
    parent.on('message', listen);
  });
}

// The supervisor has the same version as this file, so the type alone is checked.
const isIntroduction = (message: unknown): message is IntroductionMessage =>
  typeof message === 'object' && message !== null && 'type' in message && message.type === 'introduction';
