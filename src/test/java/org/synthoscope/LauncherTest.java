package org.synthoscope;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The launcher in a project folder of its own, among Javas and a Maven that only say how they were called. */
@EnabledOnOs({OS.LINUX, OS.MAC})
final class LauncherTest {

    private record Outcome(int code, String out, String err) { }

    @TempDir
    private Path temp;
    private Path project;
    private Path java17;

    @BeforeEach
    void copyTheLauncher() throws IOException {
        project = Files.createDirectories(temp.resolve("a folder"));
        Files.copy(Path.of("synthoscope"), project.resolve("synthoscope"), StandardCopyOption.COPY_ATTRIBUTES);
        java17 = java("java 17", "17.0.1");
        script("maven/bin/mvn", "if [ \"$1\" = -v ]; then echo 'Apache Maven 3.9.1 (x)'; exit; fi\n"
                + "echo \"built with $*\" >> builds\nif [ -n \"${BREAK:-}\" ]; then echo boom; exit 1; fi\n"
                + "sleep 0.5\ntouch target/synthoscope.jar");
    }

    @Test
    void argumentsAndExitCodePassThrough() throws Exception {
        jar();
        Outcome o = start(java17, "./synthoscope", "compare", "a  b", "*", "");
        assertEquals(7, o.code);
        assertTrue(o.out.endsWith("[compare][a  b][*][]\n"), o.out);
        assertTrue(o.out.contains("[-Xmx1g]") && o.out.contains("[-Dmine=1][-jar]"), o.out);
    }

    @Test
    void aLinkFromElsewhereLeadsToTheProject() throws Exception {
        jar();
        Path bin = Files.createDirectories(temp.resolve("bin"));
        Files.createSymbolicLink(bin.resolve("one"), Path.of("../a folder/synthoscope"));
        Files.createSymbolicLink(bin.resolve("two"), Path.of("one"));
        assertTrue(start(java17, bin.resolve("two").toString(), "x").out
                .contains("[" + project.toRealPath().resolve("target/synthoscope.jar") + "][x]"));
    }

    @Test
    void nativeAccessIsGrantedWhereJavaKnowsTheFlag() throws Exception {
        jar();
        assertFalse(start(java17, "./synthoscope").out.contains("native-access"));
        assertTrue(start(java("java 25", "25"), "./synthoscope").out.contains("[--enable-native-access=ALL-UNNAMED]"));
    }

    @Test
    void anOldJavaIsPassedOver() throws Exception {
        jar();
        Path old = java("java 8", "1.8.0_412");
        Files.createDirectories(temp.resolve("path"));
        Files.createSymbolicLink(temp.resolve("path/java"), java17.resolve("bin/java"));
        assertTrue(start(old, "./synthoscope").out.startsWith("Java 17.0.1 "));
    }

    @Test
    void itBuildsOnFirstUseAndWhenASourceIsNewer() throws Exception {
        Path source = sources();
        assertTrue(start(java17, "./synthoscope", "x").err.contains("building"));
        assertEquals("", start(java17, "./synthoscope", "x").err);
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plus(Duration.ofSeconds(2))));
        assertTrue(start(java17, "./synthoscope", "x").err.contains("building"));
        assertEquals(2, builds().size());
    }

    @Test
    void startsAtTheSameTimeBuildOnce() throws Exception {
        sources();
        List<Process> starts = List.of(process(java17, "", "./synthoscope"), process(java17, "", "./synthoscope"),
                process(java17, "", "./synthoscope"));
        for (Process p : starts) {
            assertEquals(7, finish(p).code);
        }
        assertEquals(1, builds().size());
    }

    @Test
    void aBuildThatDiedIsDoneAgain() throws Exception {
        sources();
        jar();
        Files.createFile(project.resolve("target/.built.new"));
        Process gone = new ProcessBuilder("uname", "-n").start();
        String host = new String(gone.getInputStream().readAllBytes(), UTF_8).strip();
        gone.waitFor();
        Files.createSymbolicLink(project.resolve("target/.building"), Path.of(gone.pid() + "@" + host));
        assertEquals(7, start(java17, "./synthoscope").code);
        assertEquals(1, builds().size());
        assertFalse(Files.isSymbolicLink(project.resolve("target/.building")));
    }

    @Test
    void aBuildThatFailsShowsItsEndAndIsTriedAgain() throws Exception {
        sources();
        Outcome failed = finish(process(java17, "yes", "./synthoscope"));
        assertEquals(1, failed.code);
        assertTrue(failed.err.contains("the build failed") && failed.err.endsWith("boom\n"), failed.err);
        assertEquals(7, start(java17, "./synthoscope").code);
    }

    private void jar() throws IOException {
        Files.createDirectories(project.resolve("target"));
        Files.writeString(project.resolve("target/synthoscope.jar"), "");
    }

    /** Something to build. */
    private Path sources() throws IOException {
        Files.writeString(project.resolve("pom.xml"), "<project/>");
        Files.createDirectories(project.resolve("src/main"));
        return Files.writeString(project.resolve("src/main/A.java"), "class A {}");
    }

    private List<String> builds() throws IOException {
        return Files.readAllLines(project.resolve("builds"));
    }

    /** An installation whose java prints its version and, each in brackets, its arguments. */
    private Path java(String folder, String version) throws IOException {
        script(folder + "/bin/java", "printf 'Java " + version + " '; printf '[%s]' \"$@\"; echo; exit 7");
        script(folder + "/bin/javac", "exit 0");
        Files.writeString(temp.resolve(folder).resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        return temp.resolve(folder).toRealPath();
    }

    private void script(String place, String body) throws IOException {
        Path file = temp.resolve(place);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        assertTrue(file.toFile().setExecutable(true));
    }

    private Outcome start(Path javaHome, String... command) throws Exception {
        return finish(process(javaHome, "", command));
    }

    private Process process(Path javaHome, String breakBuild, String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(project.toFile());
        builder.environment().put("JAVA_HOME", javaHome.toString());
        builder.environment().put("SYNTHOSCOPE_JVM_OPTS", "-Dmine=1");
        builder.environment().remove("SYNTHOSCOPE_BUILD_OPTS");
        builder.environment().put("BREAK", breakBuild);
        builder.environment().put("PATH", temp.resolve("path") + ":" + temp.resolve("maven/bin") + ":"
                + System.getenv("PATH"));
        return builder.start();
    }

    private static Outcome finish(Process process) throws Exception {
        String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        return new Outcome(process.exitValue(), out, err);
    }
}
