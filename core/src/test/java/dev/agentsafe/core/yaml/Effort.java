package dev.agentsafe.core.yaml;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.Supplier;

/**
 * What something cost the thread that did it; neither depends on what else the machine does.
 *
 * @param bytes allocated, whether or not given back meanwhile
 * @param cpuNanos of the processor
 */
record Effort(long bytes, long cpuNanos) {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  record Of<T>(T result, Effort effort) {}

  static <T> Of<T> of(Supplier<T> work) {
    long bytes = THREADS.getCurrentThreadAllocatedBytes();
    long cpu = THREADS.getCurrentThreadCpuTime();
    var result = work.get();
    return new Of<>(
        result,
        new Effort(
            THREADS.getCurrentThreadAllocatedBytes() - bytes,
            THREADS.getCurrentThreadCpuTime() - cpu));
  }
}
