package org.synthoscope.gan;

/**
 * What an architecture proposes for a {@link Recipe}.
 *
 * @param settings    of the game
 * @param width       base channel count
 * @param latent      length of the latent vector
 * @param conditional whether one network learns all classes and is told which
 * @param flip        whether half of the images are mirrored
 * @param balanced    whether all classes are shown equally often, rather than as often as they come
 */
public record Preset(GanSettings settings, int width, int latent, boolean conditional, boolean flip, boolean balanced) {
}
