import { conflictSteps } from '../conflicts/conflictSteps';
import { harvestSteps } from '../harvests/harvestSteps';
import { taskSteps } from '../tasks/taskSteps';
import type { Step } from './steps';

/** Every step that this app knows. A module that brings steps adds one line. */
export const stepList: readonly Step[] = [...harvestSteps, ...taskSteps, ...conflictSteps];
