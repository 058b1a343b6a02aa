package org.synthoscope.benchmarks.harness;

import java.io.File;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Names of the libraries in use, read from the class path: what ran, not what was meant to run. */
public final class Jars {
    private Jars() {
    }

    /** File names, without {@code .jar}, of the class path's entries that start with {@code prefix}, separated by spaces. */
    public static String startingWith(String prefix) {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> new File(entry).getName()).filter(name -> name.startsWith(prefix) && name.endsWith(".jar"))
                .map(name -> name.substring(0, name.length() - 4)).sorted().collect(Collectors.joining(" "));
    }
}
