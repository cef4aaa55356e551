# Java and Maven.
.PHONY: language-install language-build language-lint language-format language-test language-start

MVN := mvn --batch-mode --no-transfer-progress

# Compiles, and so fetches everything that is needed to.
language-install:
	$(MVN) --quiet test-compile

language-build:
	$(MVN) --quiet -DskipTests package

language-lint:
	$(MVN) --quiet spotless:check

language-format:
	$(MVN) --quiet spotless:apply

language-test:
	$(MVN) test

language-start:
	exec java -XX:MaxRAMPercentage=70 -jar target/app.jar
