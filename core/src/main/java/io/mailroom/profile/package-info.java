/**
 * Profiles and what they come to: a driver declares typed {@link io.mailroom.profile.Parameter parameters}, a
 * {@link io.mailroom.profile.Profile} overrides some of them, and {@link io.mailroom.profile.ProfileResolver} makes
 * immutable {@link io.mailroom.profile.Settings} of both, or says everything that is wrong at once.
 *
 * <pre>
 *   built-in default  &lt;  driver default  &lt;  profile override  &lt;  what ${env:NAME} or ${file:path} stands for
 * </pre>
 */
@NullMarked
package io.mailroom.profile;

import org.jspecify.annotations.NullMarked;
