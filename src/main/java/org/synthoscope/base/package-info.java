/**
 * What every package needs and none owns: the failure a user can act on, the nearest known word to a mistyped one, files
 * that are written whole or not at all, folders that go as a whole. Nothing that knows an image, a tensor or a network
 * belongs here.
 */
package org.synthoscope.base;
