package ${{ values.javaPackage }}.cache;

import ${{ values.javaPackage }}.stock.Item;
import ${{ values.javaPackage }}.stock.Stock;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import java.time.Duration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.cache.autoconfigure.RedisCacheManagerBuilderCustomizer;
import org.springframework.cache.Cache;
import org.springframework.cache.annotation.CachingConfigurer;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.interceptor.CacheErrorHandler;
import org.springframework.cache.interceptor.LoggingCacheErrorHandler;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.cache.RedisCacheConfiguration;
import org.springframework.data.redis.serializer.JacksonJsonRedisSerializer;
import org.springframework.data.redis.serializer.RedisSerializationContext.SerializationPair;

/** Items that were read stay in Redis for a while. Without Redis the service is slower, not down. */
@EnableCaching
@Configuration(proxyBeanMethods = false)
class CacheConfiguration implements CachingConfigurer {

    static final String REQUESTS = "cache.requests";

    private final ObjectProvider<MeterRegistry> meters;

    CacheConfiguration(ObjectProvider<MeterRegistry> meters) {
        this.meters = meters;
    }

    @Bean
    RedisCacheManagerBuilderCustomizer itemsAsJson(@Value("${app.cache-ttl}") Duration ttl) {
        var json = SerializationPair.fromSerializer(new JacksonJsonRedisSerializer<>(Item.class));
        var configuration =
                RedisCacheConfiguration.defaultCacheConfig().entryTtl(ttl).serializeValuesWith(json);
        return builder ->
                builder.withCacheConfiguration(Stock.CACHE, configuration).enableStatistics();
    }

    /** Hits and misses by the name that the dashboard knows. */
    @Bean
    static MeterFilter cacheRequests() {
        return new MeterFilter() {
            @Override
            public Meter.Id map(Meter.Id id) {
                return id.getName().equals("cache.gets")
                        ? id.withName(REQUESTS).replaceTags(tags(id.getTag("cache"), id.getTag("result")))
                        : id;
            }
        };
    }

    @Override
    public CacheErrorHandler errorHandler() {
        return new LoggingCacheErrorHandler() {
            @Override
            public void handleCacheGetError(RuntimeException exception, Cache cache, Object key) {
                super.handleCacheGetError(exception, cache, key);
                meters.getObject()
                        .counter(REQUESTS, tags(cache.getName(), "error"))
                        .increment();
            }
        };
    }

    private static Tags tags(String cache, String result) {
        return Tags.of("cache", cache, "result", result);
    }
}
