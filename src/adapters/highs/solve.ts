/** HiGHS, compiled to WebAssembly, as the solver of fillings. It blocks its thread while it thinks. */
import loadHighs from 'highs';
import type { Solve } from '../../rota/domain/fill/fill.ts';

// The package's types describe its CommonJS form; what Node loads here is the ES module.
const load = loadHighs as unknown as typeof loadHighs.default;

/** Loads the solver: some 30 ms, once a worker. */
export async function loadSolver(): Promise<Solve> {
  const highs = await load();
  return (program, { seconds, whole, gap, start }) => {
    const integer = highs.constants.variableType;
    return highs.withModel(
      {
        numCols: program.cost.length,
        numRows: program.rowLower.length,
        offset: program.offset,
        colCost: program.cost,
        colLower: program.lower,
        colUpper: program.upper,
        rowLower: program.rowLower.map((value) => (Number.isFinite(value) ? value : -highs.infinity)),
        rowUpper: program.rowUpper,
        matrix: {
          format: 'csr',
          numRows: program.rowLower.length,
          numCols: program.cost.length,
          starts: program.starts,
          indices: program.columns,
          values: program.values,
        },
        ...(whole && {
          integrality: program.whole.map((one) => (one ? integer.integer : integer.continuous)),
        }),
      },
      (model) => {
        model.options.set({ output_flag: false, time_limit: Math.max(0.1, seconds), mip_rel_gap: gap });
        if (start) model.setSolution({ colValue: start });
        model.run();
        const status = model.getModelStatus();
        const { modelStatus } = highs.constants;
        if (!whole) {
          // Only a linear program solved to its end proves anything.
          const optimal = status === modelStatus.optimal;
          return { values: undefined, bound: optimal ? model.getObjectiveValue() : undefined };
        }
        const bound = Number(model.info.get('mip_dual_bound'));
        const found = Number.isFinite(Number(model.info.get('mip_gap'))) || status === modelStatus.optimal;
        return {
          values: found ? [...model.getSolution().colValue] : undefined,
          bound: Number.isFinite(bound) ? bound : undefined,
        };
      },
    );
  };
}
