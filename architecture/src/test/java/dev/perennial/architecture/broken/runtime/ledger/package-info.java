@NullMarked
package dev.perennial.architecture.broken.runtime.ledger;

import org.jspecify.annotations.NullMarked;
