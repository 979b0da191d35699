/**
 * What a catcher of mail or pushes has in common: it keeps what it gets, and fails when it is told
 * to.
 */
@NullMarked
package dev.perennial.local.capture;

import org.jspecify.annotations.NullMarked;
