@NullMarked
package dev.perennial.taskapi.transfer.json;

import org.jspecify.annotations.NullMarked;
