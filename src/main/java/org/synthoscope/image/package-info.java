/**
 * Pixels: decoding with every doubt about a file settled first, one resizer, PNG encoding.
 *
 * <p>The only package that imports OpenCV. Files are judged from their headers in plain Java before a native
 * decoder sees them. It doesn't know what a class, a patient or a split is, and it writes no files.
 */
package org.synthoscope.image;
