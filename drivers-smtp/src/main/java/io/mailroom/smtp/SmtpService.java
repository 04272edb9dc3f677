package io.mailroom.smtp;
import java.util.Set;
import io.mailroom.profile.Settings;
import io.mailroom.spi.*;
public final class SmtpService { 
  public static final String SEND="SendMessage"; static final Set<String> COMMANDS=Set.of(SEND);
  public static CommunicationsService open(Settings s, DriverContext c){ throw new UnsupportedOperationException(); } }
