package ${{ values.javaPackage }}.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

import ${{ values.javaPackage }}.stock.Item;
import ${{ values.javaPackage }}.stock.ItemStore;
import ${{ values.javaPackage }}.stock.Stock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.cache.concurrent.ConcurrentMapCache;
import org.springframework.cache.support.SimpleCacheManager;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

@SpringBootTest(classes = CacheTest.Context.class, properties = "app.cache-ttl=5m")
class CacheTest {

    /** A cache in memory that can be broken. */
    private static final class FragileCache extends ConcurrentMapCache {

        private boolean broken;

        private FragileCache() {
            super(Stock.CACHE);
        }

        @Override
        protected Object lookup(Object key) {
            if (broken) {
                throw new IllegalStateException("connection refused");
            }
            return super.lookup(key);
        }
    }

    @Import({CacheConfiguration.class, Stock.class})
    static class Context {

        @Bean
        FragileCache items() {
            return new FragileCache();
        }

        @Bean
        CacheManager cacheManager(Cache items) {
            var manager = new SimpleCacheManager();
            manager.setCaches(List.of(items));
            return manager;
        }

        @Bean
        MeterRegistry meters() {
            return new SimpleMeterRegistry();
        }
    }

    @MockitoBean
    private ItemStore store;

    @Autowired
    private Stock stock;

    @Autowired
    private FragileCache cache;

    @Autowired
    private MeterRegistry meters;

    @BeforeEach
    void fill() {
        cache.clear();
        given(store.find("bolt")).willReturn(Optional.of(new Item("bolt", "Bolt", 7)));
        given(store.take("bolt", 5)).willReturn(Optional.of(new Item("bolt", "Bolt", 2)));
    }

    @Test
    void theStoreIsAskedOnlyOnce() {
        stock.find("bolt");
        stock.find("bolt");
        verify(store, times(1)).find("bolt");
    }

    @Test
    void whatWasTakenIsReadAnew() {
        stock.find("bolt");
        stock.take("bolt", 5);
        stock.find("bolt");
        verify(store, times(2)).find("bolt");
    }

    @Test
    void aBrokenCacheIsCountedAndDoesNoHarm() {
        cache.broken = true;
        try {
            assertThat(stock.find("bolt").quantity()).isEqualTo(7);
        } finally {
            cache.broken = false;
        }
        assertThat(meters.counter("cache.requests", "cache", Stock.CACHE, "result", "error")
                        .count())
                .isEqualTo(1);
    }
}
