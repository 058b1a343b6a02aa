package org.synthoscope.curation.artefact;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.QuadCurve2D;
import java.awt.image.BufferedImage;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.synthoscope.image.Image;

/** Pictures drawn by the JDK: skin with a lesion, and one artefact. */
final class Drawing {

    static final int SIDE = 256;

    private Drawing() {
    }

    /** Fine-grained skin with a brown lesion in the middle, then whatever is drawn over it. */
    static Image skin(long seed, Consumer<Graphics2D> over) {
        BufferedImage canvas = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = canvas.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        g.setColor(new Color(214, 170, 150));
        g.fillRect(0, 0, SIDE, SIDE);
        for (int k = 30; k >= 0; k--) {
            double share = k / 30.0;
            g.setColor(new Color((int) (120 + 94 * share), (int) (75 + 95 * share), (int) (55 + 95 * share)));
            double r = 30 + k;
            g.fill(new Ellipse2D.Double(128 - r, 124 - r * 0.8, 2 * r, 1.6 * r));
        }
        over.accept(g);
        SplittableRandom random = new SplittableRandom(seed);
        byte[] pixels = new byte[SIDE * SIDE * 3];
        for (int i = 0; i < SIDE * SIDE; i++) {
            int rgb = canvas.getRGB(i % SIDE, i / SIDE);
            int grain = (int) Math.round(2 * (random.nextDouble() + random.nextDouble() - 1) * 2);
            for (int c = 0; c < 3; c++) {
                pixels[3 * i + c] = (byte) Math.max(0, Math.min(255, (rgb >> 16 - 8 * c & 255) + grain));
            }
        }
        return new Image(SIDE, SIDE, 3, pixels);
    }

    static Image plain(long seed) {
        return skin(seed, g -> { });
    }

    static Image sticker(long seed, Color colour) {
        return skin(seed, g -> {
            g.setColor(colour);
            g.fill(new Ellipse2D.Double(190, 60, 140, 140));
        });
    }

    /** A line of 160 pixels near the bottom with a tick each 16. */
    static Image ruler(long seed) {
        return skin(seed, g -> {
            g.setColor(new Color(50, 45, 45));
            g.setStroke(new BasicStroke(1.6f));
            g.draw(new Line2D.Double(48, 226, 208, 220));
            for (int k = 0; k <= 20; k++) {
                double x = 48 + 8 * k;
                double y = 226 - 6 * k / 20.0;
                g.draw(new Line2D.Double(x, y, x - 0.3, y - (k % 2 == 0 ? 8 : 5)));
            }
        });
    }

    static Image hair(long seed) {
        SplittableRandom random = new SplittableRandom(seed + 1);
        return skin(seed, g -> {
            g.setColor(new Color(60, 40, 32));
            for (int k = 0; k < 14; k++) {
                g.setStroke(new BasicStroke(1.4f + (float) random.nextDouble()));
                double x = random.nextDouble() * SIDE;
                double y = random.nextDouble() * SIDE;
                g.draw(new QuadCurve2D.Double(x - 60, y - 20 - 30 * random.nextDouble(), x, y, x + 70,
                        y + 60 * random.nextDouble()));
            }
        });
    }

    static Image darkCorners(long seed) {
        return skin(seed, g -> {
            for (int k = 0; k < 60; k++) {
                double r = 140 + k * 0.2;
                g.setColor(new Color(8, 7, 8, k < 12 ? 60 : 255));
                java.awt.geom.Area all = new java.awt.geom.Area(new java.awt.Rectangle(0, 0, SIDE, SIDE));
                all.subtract(new java.awt.geom.Area(new Ellipse2D.Double(128 - r, 128 - r, 2 * r, 2 * r)));
                g.fill(all);
            }
        });
    }

    static Image ink(long seed) {
        return skin(seed, g -> {
            g.setColor(new Color(92, 60, 150));
            g.setStroke(new BasicStroke(5, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
            for (int k = 0; k < 4; k++) {
                double x = k % 2 == 0 ? 40 : 215;
                double y = k < 2 ? 45 : 210;
                g.draw(new Line2D.Double(x - 14, y - 10, x + 14, y + 12));
                g.draw(new Line2D.Double(x - 12, y + 11, x + 13, y - 9));
            }
        });
    }

    /** A quarter turn to the right, so often. */
    static Image turned(Image image, int quarters) {
        Image turned = image;
        for (int k = 0; k < quarters; k++) {
            int h = turned.height();
            int w = turned.width();
            byte[] pixels = new byte[turned.pixels().length];
            for (int y = 0; y < h; y++) {
                for (int x = 0; x < w; x++) {
                    for (int c = 0; c < turned.channels(); c++) {
                        pixels[(x * h + h - 1 - y) * turned.channels() + c] = (byte) turned.at(y, x, c);
                    }
                }
            }
            turned = new Image(w, h, turned.channels(), pixels);
        }
        return turned;
    }

    static Image mirrored(Image image) {
        byte[] pixels = new byte[image.pixels().length];
        for (int y = 0; y < image.height(); y++) {
            for (int x = 0; x < image.width(); x++) {
                for (int c = 0; c < image.channels(); c++) {
                    pixels[(y * image.width() + x) * image.channels() + c] = (byte) image.at(y, image.width() - 1 - x, c);
                }
            }
        }
        return new Image(image.height(), image.width(), image.channels(), pixels);
    }

    static Image scaled(Image image, double gain) {
        byte[] pixels = new byte[image.pixels().length];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) Math.min(255, Math.round((image.pixels()[i] & 255) * gain));
        }
        return new Image(image.height(), image.width(), image.channels(), pixels);
    }
}
