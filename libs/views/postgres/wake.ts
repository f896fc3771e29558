/** Waits for something to happen, or for a time. What happens while nobody waits is not missed. */
export class Wake {
  private raised = false;
  private waiting: (() => void) | undefined;

  raise(): void {
    this.raised = true;
    this.waiting?.();
  }

  async wait(ms: number): Promise<void> {
    if (!this.raised) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        this.waiting = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.waiting = undefined;
    this.raised = false;
  }
}
