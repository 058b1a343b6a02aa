package org.synthoscope.evidence;

import java.util.List;
import java.util.stream.IntStream;
import org.synthoscope.collection.phantom.PhantomSpec;
import org.synthoscope.collection.phantom.Phantoms;

/** On drawn images. */
class MonotoneTest extends MonotoneProperties {

    private static final List<byte[]> DRAWN = drawn();

    private static List<byte[]> drawn() {
        Phantoms phantoms = Phantoms.of(PhantomSpec.of(5, 160, SIDE).withLesions(1, 1).withDuplicates(0, 0));
        return IntStream.range(0, 160).mapToObj(i -> phantoms.render(i).rgb()).toList();
    }

    @Override
    List<byte[]> images() {
        return DRAWN;
    }
}
