/**
 * The rules that every contestant runs under: the same data, warm-up, timed windows, checks and JSON line.
 * Knows no engine. Nothing here runs inside the timed region except the copying of one batch of bytes.
 */
package org.synthoscope.benchmarks.harness;
