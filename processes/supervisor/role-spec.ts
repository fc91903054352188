/** What a role says of itself when it is ready. */
export type Ready = Readonly<Record<string, unknown>>;

/** When a role counts as hung and is ended. */
export interface Watch {
  /** Its main loop has not answered for so long. */
  readonly silentMillis: number;
  /** The same while it loads its programs and restores its state. */
  readonly loadingMillis: number;
  /** What ends the loading: its first message where other people's code runs from then on, otherwise that it is ready. */
  readonly loadsUntil: 'first-message' | 'ready';
}

/** For a role that runs what people built: a crash loop may be their doing, so it can be started without it. */
export interface SafeStart {
  /** So many endings by itself in a row are a crash loop. */
  readonly afterCrashes: number;
  readonly argument: string;
}

/** One child process and how it is started. */
export interface RoleSpec {
  readonly name: string;
  /** File beside the supervisor's, or an absolute file URL. */
  readonly file: string;
  readonly args: readonly string[];
  /** Flags of Node; left out, those that load TypeScript. */
  readonly execArgv?: readonly string[];
  /** Instead of the environment that the other roles share. */
  readonly environment?: NodeJS.ProcessEnv;
  /** Told to it at each start where nobody else on the machine can read it, unlike an environment. */
  readonly introduce?: () => object;
  /** Receives what it says of itself whenever it is ready, and null when it is gone. */
  readonly onChange?: (ready: Ready | null) => void;
  /** Left out: 15 s, and 120 s until it is ready. */
  readonly watch?: Watch;
  readonly safeStart?: SafeStart;
  /** The longest wait before it is started again; 30 s when left out. */
  readonly longestWaitMillis?: number;
}
