/** The message of a role when it is ready: its ports and the like. */
export type Ready = Readonly<Record<string, unknown>>;

/** When a role counts as hung and is killed. */
export interface Watch {
  /** Longest time between two messages of its main loop. */
  readonly silentMillis: number;
  /** The same while the role loads its programs and restores its state. */
  readonly loadingMillis: number;
  /**
   * When loading ends: at its first message for a role that runs code of other people from then on, or when it is
   * ready.
   */
  readonly loadsUntil: 'first-message' | 'ready';
}

/** Safe mode of a role that runs what people built: after a crash loop it is started without running that. */
export interface SafeStart {
  /** Number of crashes in a row that are a crash loop. */
  readonly afterCrashes: number;
  readonly argument: string;
}

/** How a role is started as a child process. */
export interface RoleSpec {
  readonly name: string;
  /** File beside the supervisor's, or an absolute file URL. */
  readonly file: string;
  readonly args: readonly string[];
  /** Flags of Node; default: those that load TypeScript. */
  readonly execArgv?: readonly string[];
  /** Replaces the environment that the roles share. */
  readonly environment?: NodeJS.ProcessEnv;
  /** A message that the role gets at each start; unlike an environment, no other process can read it. */
  readonly introduce?: () => object;
  /** Called with the role's message whenever it is ready, and with null when it has ended. */
  readonly onChange?: (ready: Ready | null) => void;
  /** Default: 15 s, and 120 s until it is ready. */
  readonly watch?: Watch;
  readonly safeStart?: SafeStart;
  /** Upper limit of the back-off before it is started again; default 30 s. */
  readonly longestWaitMillis?: number;
}
