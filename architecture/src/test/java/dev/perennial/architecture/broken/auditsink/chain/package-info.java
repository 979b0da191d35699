@NullMarked
package dev.perennial.architecture.broken.auditsink.chain;

import org.jspecify.annotations.NullMarked;
