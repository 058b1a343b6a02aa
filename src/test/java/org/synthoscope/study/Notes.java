package org.synthoscope.study;

import java.util.List;

/** Writes down what a stage says, in order; progress isn't of interest. */
record Notes(List<String> said) implements Narrator {

    @Override
    public void say(String line) {
        said.add(line);
    }

    @Override
    public void warn(String line) {
        said.add(line);
    }

    @Override
    public void progress(String what, int done, int total) {
    }
}
