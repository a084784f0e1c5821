import app from './app.json';
import compliance from './compliance.json';
import conflicts from './conflicts.json';
import cultivation from './cultivation.json';
import device from './device.json';
import harvest from './harvest.json';
import devices from './devices.json';
import inventory from './inventory.json';
import kit from './kit.json';
import organisation from './organisation.json';
import photos from './photos.json';
import problems from './problems.json';
import session from './session.json';
import settings from './settings.json';
import setup from './setup.json';
import sync from './sync.json';
import tasks from './tasks.json';
import telemetry from './telemetry.json';
import today from './today.json';

export default {
  app,
  compliance,
  conflicts,
  cultivation,
  device,
  harvest,
  devices,
  inventory,
  kit,
  organisation,
  photos,
  problems,
  session,
  settings,
  setup,
  sync,
  tasks,
  telemetry,
  today,
};
