@NullMarked
package dev.perennial.auditsink.trail;

import org.jspecify.annotations.NullMarked;
