/**
 * The ISIC archive as a source: asking its API (version 2) for images, deciding which to take, fetching their files and
 * entering them in the catalogue, so that a gather that ends in any way goes on where it was.
 *
 * <p>Whatever a server sends is doubted: addresses, names, lengths, pages and pictures are checked and bounded before they
 * reach the disk. Judging what is in a picture lives in {@code curation}; nothing here prints.
 */
package org.synthoscope.collection.isic;
