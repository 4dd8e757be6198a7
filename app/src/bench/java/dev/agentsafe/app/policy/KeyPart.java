package dev.agentsafe.app.policy;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * What a key consists of, in nanoseconds.
 *
 * @param index of the key, from 0
 * @param waited until its turn on the screen's thread came
 * @param typed what it does at once
 * @param looked until the problems came back to that thread; frames in between are in it
 * @param shown until whoever shows problems has heard of them
 * @param laid style and layout of the frame that has them
 * @param pulses how many frames there were
 * @param fx processor time of the screen's thread until then
 * @param language processor time of the language's thread
 * @param compiled milliseconds that compilers worked meanwhile
 * @param collections how often memory was collected
 * @param collecting milliseconds that memory was collected
 */
record KeyPart(
    long index,
    long waited,
    long typed,
    long looked,
    long shown,
    long laid,
    long pulses,
    long fx,
    long language,
    long compiled,
    long collections,
    long collecting) {
  long total() {
    return waited + typed + looked + shown + laid;
  }

  static KeyPart mean(List<KeyPart> all) {
    return new KeyPart(
        all.size(),
        mean(all, KeyPart::waited),
        mean(all, KeyPart::typed),
        mean(all, KeyPart::looked),
        mean(all, KeyPart::shown),
        mean(all, KeyPart::laid),
        mean(all, KeyPart::pulses),
        mean(all, KeyPart::fx),
        mean(all, KeyPart::language),
        mean(all, KeyPart::compiled),
        0,
        0);
  }

  private static long mean(List<KeyPart> all, ToLongFunction<KeyPart> of) {
    return all.stream().mapToLong(of).sum() / all.size();
  }

  @Override
  public String toString() {
    return String.format(
        "key %3d %5.1f ms: waited %.2f, typed %.2f, looked %.2f, shown %.2f, laid out %.2f,"
            + " frames %d; processor %.2f and %.2f; compilers %d, %d collections",
        index,
        total() / 1e6,
        waited / 1e6,
        typed / 1e6,
        looked / 1e6,
        shown / 1e6,
        laid / 1e6,
        pulses,
        fx / 1e6,
        language / 1e6,
        compiled,
        collections);
  }

  /** What was used up so far. */
  record Used(long fx, long language, long compiled, long collections, long collecting) {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** On the screen's thread. */
    static Used now(long language) {
      long count = 0;
      long millis = 0;
      for (var each : ManagementFactory.getGarbageCollectorMXBeans()) {
        count += each.getCollectionCount();
        millis += each.getCollectionTime();
      }
      return new Used(
          THREADS.getCurrentThreadCpuTime(),
          THREADS.getThreadCpuTime(language),
          ManagementFactory.getCompilationMXBean().getTotalCompilationTime(),
          count,
          millis);
    }

    static long languageThread() {
      return Arrays.stream(THREADS.getThreadInfo(THREADS.getAllThreadIds()))
          .filter(thread -> thread != null && thread.getThreadName().equals("work-prompt"))
          .mapToLong(ThreadInfo::getThreadId)
          .max()
          .orElseThrow();
    }
  }
}
