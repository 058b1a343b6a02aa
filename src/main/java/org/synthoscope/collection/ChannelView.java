package org.synthoscope.collection;

import java.security.MessageDigest;
import java.util.List;

/** Some neighbouring channels of a set's images, such as the targets of pairs. */
public final class ChannelView implements ImageSet {

    private final ImageSet images;
    private final int first;
    private final int channels;

    private ChannelView(ImageSet images, int first, int channels) {
        if (first < 0 || channels < 1 || first + channels > images.channels()) {
            throw new IllegalArgumentException("channels " + first + " to " + (first + channels - 1) + " of images with "
                    + images.channels());
        }
        this.images = images;
        this.first = first;
        this.channels = channels;
    }

    /** The first {@code sourceChannels} channels of pairs. */
    public static ChannelView sources(ImageSet pairs, int sourceChannels) {
        return new ChannelView(pairs, 0, sourceChannels);
    }

    /** All channels of pairs after the first {@code sourceChannels}. */
    public static ChannelView targets(ImageSet pairs, int sourceChannels) {
        return new ChannelView(pairs, sourceChannels, pairs.channels() - sourceChannels);
    }

    @Override
    public int count() {
        return images.count();
    }

    @Override
    public int height() {
        return images.height();
    }

    @Override
    public int width() {
        return images.width();
    }

    @Override
    public int channels() {
        return channels;
    }

    @Override
    public List<String> classes() {
        return images.classes();
    }

    @Override
    public int label(int i) {
        return images.label(i);
    }

    @Override
    public String file(int i) {
        return images.file(i);
    }

    @Override
    public String group(int i) {
        return images.group(i);
    }

    @Override
    public void read(int i, byte[] target, int offset) {
        byte[] all = images.read(i);
        int of = images.channels();
        for (int p = 0; p < height() * width(); p++) {
            System.arraycopy(all, p * of + first, target, offset + p * channels, channels);
        }
    }

    @Override
    public String digest() {
        MessageDigest sum = Digests.sha256();
        Digests.add(sum, "synthoscope-channels-1");
        Digests.add(sum, images.digest());
        Digests.add(sum, first + "+" + channels);
        return Digests.hex(sum);
    }
}
