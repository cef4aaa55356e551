package ${{ values.javaPackage }}.operations;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Keeps the web server open for a while after the service has become unready, so that load balancers
 * learn of it before connections are refused. Spring Boot then finishes the requests in flight.
 */
@Component
class ShutdownDelay implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(ShutdownDelay.class);

    private final Duration delay;
    private volatile boolean running;

    /** Locally nobody has to learn of it. */
    ShutdownDelay(@Value("${SHUTDOWN_DELAY_SECONDS:#{'${app.environment}' == 'local' ? 0 : 5}}") int seconds) {
        this.delay = Duration.ofSeconds(seconds);
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        log.atInfo().addKeyValue("delay", delay.toString()).log("stopping");
        try {
            Thread.sleep(delay.toMillis());
        } catch (InterruptedException exception) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Highest phases stop first: before the web server does. */
    @Override
    public int getPhase() {
        return DEFAULT_PHASE;
    }
}
