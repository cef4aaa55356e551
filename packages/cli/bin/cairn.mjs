#!/usr/bin/env node
// The program is one file, made by `yarn workspace @cairn/cli bundle`.
import '../dist/cairn.mjs';
