/** The lean bot as a process that can be killed: it begins where its parent tells it, and says on which port. */
import { type Place, startLeanBot } from './kills/bot.ts';

process.once('message', (place: Place) => {
  void startLeanBot(place).then(({ port }) => process.send?.({ port }));
});
// Without its parent it has no business.
process.once('disconnect', () => process.exit(0));
process.send?.('warm');
