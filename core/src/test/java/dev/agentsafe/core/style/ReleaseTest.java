package dev.agentsafe.core.style;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.CoreException;
import java.io.DataInputStream;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The toolchain's JDK is used, whatever runs Maven. */
final class ReleaseTest {
  private static final int JAVA_25 = 69;

  @Test
  void classesAndVirtualMachineAreThoseOfJava25() throws Exception {
    var file =
        Objects.requireNonNull(CoreException.class.getResourceAsStream("CoreException.class"));
    try (var in = new DataInputStream(file)) {
      in.skipNBytes(4);
      int minor = in.readUnsignedShort();
      int major = in.readUnsignedShort();

      assertThat(major).isEqualTo(JAVA_25);
      assertThat(minor).as("no preview features").isZero();
    }
    assertThat(Runtime.version().feature()).isGreaterThanOrEqualTo(25);
  }
}
