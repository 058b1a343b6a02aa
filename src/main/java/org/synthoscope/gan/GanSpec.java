package org.synthoscope.gan;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which networks, and how large.
 *
 * @param model      name of the architecture
 * @param resolution height and width of the images
 * @param classes    0 for one unconditional generator, else how many classes it is told apart
 * @param channels   1 grey, 3 colour
 * @param width      base channel count (the papers' ch, ngf)
 * @param latent     length of the latent vector
 * @param sourceChannels of pairs, the channels of what is translated; 0 where there are no pairs
 */
public record GanSpec(String model, int resolution, int classes, int channels, int width, int latent,
                      int sourceChannels) {

    /** Without pairs. */
    public GanSpec(String model, int resolution, int classes, int channels, int width, int latent) {
        this(model, resolution, classes, channels, width, latent, 0);
    }

    /** The specification as text by key, as it stands beside saved generators. */
    public Map<String, String> description() {
        Map<String, String> d = new LinkedHashMap<>();
        d.put("model", model);
        d.put("resolution", Integer.toString(resolution));
        d.put("classes", Integer.toString(classes));
        d.put("channels", Integer.toString(channels));
        d.put("width", Integer.toString(width));
        d.put("latent", Integer.toString(latent));
        return d;
    }

    /** The specification in one line, as it stands in checkpoints. */
    public String line() {
        return model + " resolution=" + resolution + " classes=" + classes + " channels=" + channels + " width=" + width
                + " latent=" + latent
                + (sourceChannels > 0 ? " source_channels=" + sourceChannels : "");
    }
}
