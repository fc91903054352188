/** What the flows are told at their start, over a pipe that nobody else reads: an environment would show it to every flow. */
export interface Introduction {
  readonly city: { readonly en: string; readonly zh: string };
  /** Node-RED's own folder. */
  readonly folder: string;
  /** Where the palette lies; null when it is not built. */
  readonly palette: string | null;
  /** How the palette's nodes reach this city, and as whom. */
  readonly link: CityLink;
  readonly logLevel: string;
}

/** What the palette finds as `RED.settings.citynerve`. */
export interface CityLink {
  readonly apiUrl: string;
  readonly mqttUrl: string;
  readonly user: string;
  readonly mqttToken: string;
  /** May only read. */
  readonly apiToken: string;
}

/** The message that carries it. */
export interface IntroductionMessage {
  readonly type: 'introduction';
  readonly introduction: Introduction;
}

/** Resolves with the introduction; what else the supervisor says is passed over. */
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

// The supervisor is of the same version as this file: that it is the message at all is what can be asked.
const isIntroduction = (message: unknown): message is IntroductionMessage =>
  typeof message === 'object' && message !== null && 'type' in message && message.type === 'introduction';
