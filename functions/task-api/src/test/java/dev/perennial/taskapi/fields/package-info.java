@NullMarked
package dev.perennial.taskapi.fields;

import org.jspecify.annotations.NullMarked;
