package org.synthoscope.benchmarks.harness;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TrainingRunTest {
    private static final String[] SHORT = {"--steps", "3", "--window", "2", "--warmup", "1", "--batch", "2"};

    @Test
    void medianIsTheMiddleOrTheMeanOfTheTwoInTheMiddle() {
        assertEquals(2, Median.of(9, 1, 2));
        assertEquals(2.5, Median.of(9, 1, 2, 3));
    }

    @Test
    void aWindowOfFourStepsOf64InTwoSecondsIs128ImagesPerSecond() {
        Windows windows = new Windows(64);
        windows.add(4, 2_000_000_000L);
        assertArrayEquals(new double[] {128}, windows.rates(), 1e-9);
    }

    @Test
    void theSameSeedGivesTheSameImages() {
        byte[] one = new byte[24];
        byte[] other = new byte[24];
        new RandomImages(5, 3, 2, 7).next(one);
        new RandomImages(5, 3, 2, 7).next(other);
        assertArrayEquals(one, other);
    }

    @Test
    void aRunPrintsOneLineWithEveryTimedStepCounted() {
        String line = run(new Fake(TrainingRun.GENERATOR_PARAMETERS, 1, 0.5f));
        assertEquals(1, line.lines().count());
        assertTrue(line.contains("\"timed_steps\":3") && line.contains("\"moved\":2.0000"), line);
    }

    @Test
    void otherNetworksLossesThatAreNotFiniteAndAnIdleGeneratorAreRefused() {
        assertThrows(IllegalStateException.class, () -> run(new Fake(1, 1, 0.5f)));
        assertThrows(IllegalStateException.class, () -> run(new Fake(TrainingRun.GENERATOR_PARAMETERS, Double.NaN, 0.5f)));
        assertThrows(IllegalStateException.class, () -> run(new Fake(TrainingRun.GENERATOR_PARAMETERS, 1, 0)));
    }

    @Test
    void anUnknownOptionIsAnError() {
        assertThrows(IllegalArgumentException.class, () -> new Options(new String[] {"--bacth", "3"}, Set.of("batch")));
    }

    private static String run(Contestant contestant) {
        PrintStream console = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            TrainingRun.main(SHORT, Set.of(), (options, batch) -> contestant);
        } finally {
            System.setOut(console);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static final class Fake implements Contestant {
        private final long parameters;
        private final double loss;
        private final float stride;
        private float weight;

        Fake(long parameters, double loss, float stride) {
            this.parameters = parameters;
            this.loss = loss;
            this.stride = stride;
        }

        @Override
        public long generatorParameters() {
            return parameters;
        }

        @Override
        public long discriminatorParameters() {
            return TrainingRun.DISCRIMINATOR_PARAMETERS;
        }

        @Override
        public void step(byte[] batch) {
            weight += stride;
        }

        @Override
        public Losses losses() {
            return new Losses(loss, loss);
        }

        @Override
        public float[] sample() {
            return new float[] {weight};
        }

        @Override
        public String engine() {
            return "none";
        }

        @Override
        public void close() {
        }
    }
}
