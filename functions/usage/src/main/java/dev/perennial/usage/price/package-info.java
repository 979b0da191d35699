/** Price books and exact amounts of money. */
@NullMarked
package dev.perennial.usage.price;

import org.jspecify.annotations.NullMarked;
