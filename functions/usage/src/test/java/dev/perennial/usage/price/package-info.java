@NullMarked
package dev.perennial.usage.price;

import org.jspecify.annotations.NullMarked;
