@NullMarked
package dev.perennial.architecture.broken.audit;

import org.jspecify.annotations.NullMarked;
