import house from './data/house.json';
import year2018 from './data/2018.json';
import year2019 from './data/2019.json';
import year2021 from './data/2021.json';
import year2022 from './data/2022.json';
import year2023 from './data/2023.json';
import year2024 from './data/2024.json';
import year2025 from './data/2025.json';
import {
  distributionSchema,
  levelProfileSchema,
  type Distribution,
  type LevelProfile,
} from './schemas';

/** The levels that can be chosen, by version. @public */
export const LEVEL_PROFILES: Readonly<Record<string, LevelProfile>> =
  Object.fromEntries(
    [year2018, year2019, year2021, year2022, year2023, year2024, house].map(
      data => [data.version, levelProfileSchema.parse(data)],
    ),
  );

/** How the answers of 2025 are spread: DORA gave up levels in that year. @public */
export const DISTRIBUTION_2025: Distribution =
  distributionSchema.parse(year2025);
