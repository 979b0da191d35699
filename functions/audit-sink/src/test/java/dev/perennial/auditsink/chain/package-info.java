@NullMarked
package dev.perennial.auditsink.chain;

import org.jspecify.annotations.NullMarked;
