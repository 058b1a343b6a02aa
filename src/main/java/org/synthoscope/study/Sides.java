package org.synthoscope.study;

import org.synthoscope.collection.ChannelChoice;
import org.synthoscope.collection.ChannelView;
import org.synthoscope.collection.ImageSet;
import org.synthoscope.collection.PackOptions;
import org.synthoscope.collection.PackedImages;

/** The sides of packed pairs. */
final class Sides {

    private Sides() {
    }

    /** What a model ought to make: the targets of pairs, else the images themselves. */
    static ImageSet wanted(PackedImages packed, ImageSet images) {
        return packed.sourceChannels() > 0 ? ChannelView.targets(images, packed.sourceChannels()) : images;
    }

    /** What a model that translates starts from: the sources of pairs, else the images themselves. */
    static ImageSet sources(PackedImages packed, ImageSet images) {
        return packed.sourceChannels() > 0 ? ChannelView.sources(images, packed.sourceChannels()) : images;
    }

    /** How images of elsewhere are read to be held against what a model ought to make. */
    static PackOptions comparable(PackedImages packed) {
        return PackOptions.at(packed.resolution()).withChannels(
                packed.channels() - packed.sourceChannels() == 1 ? ChannelChoice.GREY : ChannelChoice.RGB);
    }
}
