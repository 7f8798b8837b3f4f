/** Open state: whether a log may still be used. Invariant: once closed it stays so. */
import { FramesError } from "../errors.ts";

export interface OpenState {
  readonly isOpen: boolean;
  /** From now on it is closed. */
  end(): void;
  /** @throws FRAMES_CLOSED */
  assertOpen(): void;
}

/** @param dir folder of the store. */
export function createOpenState(dir: string): OpenState {
  let isOpen = true;
  return {
    get isOpen() {
      return isOpen;
    },
    end() {
      isOpen = false;
    },
    assertOpen() {
      if (isOpen) return;
      throw new FramesError("FRAMES_CLOSED", `The store is closed (${dir}). Open it again.`, {
        details: { path: dir },
      });
    },
  };
}
