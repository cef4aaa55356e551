# Node.js and npm.
.PHONY: language-install language-build language-lint language-format language-test language-start

language-install:
	npm ci --no-audit --no-fund

language-build:
	npm run build

language-lint:
	npm run lint

language-format:
	npm run format

language-test:
	npm test

language-start:
	exec node --enable-source-maps --import ./${{ values.program }}/telemetry.js ./${{ values.program }}/main.js
