import {
  BREAK,
  type FieldNode,
  getArgumentValues,
  getNamedType,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  isCompositeType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  visit,
} from 'graphql';
import { collectSubfields } from 'graphql/execution/collectFields.js';
import type { BatchField } from './batch-field.js';

/** Finds the batch field of a type by name. */
export type FindBatchField = (type: string, field: string) => BatchField | undefined;

/** Variables as graphql-js has read them. */
export type Variables = Readonly<Record<string, unknown>>;
export type Arguments = Readonly<Record<string, unknown>>;

/** Of which operation something is a part. */
export type Operation = Pick<GraphQLResolveInfo, 'schema' | 'fragments' | 'operation' | 'variableValues'>;

/** A field that is selected of a type, under one name of the answer. */
export interface SelectedField {
  /** Its name in the answer. */
  readonly key: string;
  readonly definition: GraphQLField<unknown, unknown>;
  readonly batch: BatchField | undefined;
  /** What is selected below it; null for a leaf. */
  readonly selection: Selection | null;
  /** Whether its arguments are another's in each request, or cannot be read. */
  readonly varies: boolean;
  /** Its arguments; null when they cannot be read, which execution then says. */
  argumentsFor(variables: Variables): Arguments | null;
  /** The property of a row that holds its value. */
  propertyFor(args: Arguments): string;
}

/**
 * The property of a row under which the value of a batch field is kept: fields with arguments have one for each set, in
 * whatever order whoever executes names them.
 */
export function attachmentKey(field: string, args: Arguments): string {
  const names = Object.keys(args);
  if (names.length === 0) return field;
  return `${field}(${JSON.stringify(names.toSorted().map((name) => [name, args[name]]))})`;
}

/** A name of the answer, and the field that it shows; null for `__typename`. */
type Shown = readonly [key: string, field: SelectedField | null];

/** What an operation selects below a field, looked up once for each type that rows are of. */
export class Selection {
  private readonly byType = new Map<GraphQLObjectType, readonly Shown[]>();

  constructor(
    private readonly operation: Operation,
    private readonly find: FindBatchField,
    readonly type: GraphQLCompositeType,
    private readonly nodes: readonly FieldNode[],
  ) {}

  /** The types that rows may be of. */
  get types(): readonly GraphQLObjectType[] {
    return isObjectType(this.type) ? [this.type] : this.operation.schema.getPossibleTypes(this.type);
  }

  /** What is selected of rows that are of `type`, in the order of the answer. */
  of(type: GraphQLObjectType): readonly Shown[] {
    let selected = this.byType.get(type);
    if (!selected) {
      const { schema, fragments, variableValues } = this.operation;
      const grouped = collectSubfields(schema, fragments, variableValues, type, this.nodes);
      selected = [...grouped].map(([key, nodes]) => [key, this.selected(key, type, nodes)]);
      this.byType.set(type, selected);
    }
    return selected;
  }

  private selected(key: string, type: GraphQLObjectType, nodes: readonly FieldNode[]): SelectedField | null {
    const node = nodes[0] as FieldNode;
    const definition = type.getFields()[node.name.value];
    if (!definition) return null;
    const batch = this.find(type.name, definition.name);
    const below = getNamedType(definition.type);
    const selection = isCompositeType(below) ? new Selection(this.operation, this.find, below, nodes) : null;
    const read = (variables: Variables): Arguments | null => {
      try {
        return getArgumentValues(definition, node, variables);
      } catch {
        return null;
      }
    };
    const known = hasVariables(node) ? null : read({});
    const property = batch && known ? attachmentKey(definition.name, known) : definition.name;
    return {
      key,
      definition,
      batch,
      selection,
      varies: !known,
      argumentsFor: known ? () => known : read,
      propertyFor: batch && !known ? (args) => attachmentKey(definition.name, args) : () => property,
    };
  }
}

/** Whether the arguments of a field depend on variables. */
function hasVariables(node: FieldNode): boolean {
  return contains(Kind.VARIABLE, ...(node.arguments ?? []));
}

/** Whether what an operation selects depends on its variables; its directives are all there is to make it so. */
function hasDirectives({ operation, fragments }: Pick<Operation, 'operation' | 'fragments'>): boolean {
  return contains(Kind.DIRECTIVE, operation, ...Object.values(fragments));
}

function contains(kind: Kind, ...roots: Parameters<typeof visit>[0][]): boolean {
  let found = false;
  const enter = (node: { kind: string }) => {
    found ||= node.kind === kind;
    return found ? BREAK : undefined;
  };
  for (const root of roots) visit(root, { enter });
  return found;
}

/** The selections below the roots of operations. Those that are the same every time are kept as long as their document is. */
export class Selections {
  private readonly known = new WeakMap<FieldNode, Selection>();
  private readonly steady = new WeakMap<OperationDefinitionNode, boolean>();

  constructor(private readonly find: FindBatchField) {}

  /** What is selected below the field that `nodes`, all of them under one name, ask for. */
  below(operation: Operation, type: GraphQLCompositeType, nodes: readonly FieldNode[]): Selection {
    const first = nodes[0] as FieldNode;
    const known = this.known.get(first);
    if (known) return known;
    if (!this.isSteady(operation)) return new Selection(operation, this.find, type, nodes);
    // It is kept, and what somebody has sent must not be.
    const { schema, fragments, operation: definition } = operation;
    const kept = { schema, fragments, operation: definition, variableValues: {} };
    const selection = new Selection(kept, this.find, type, nodes);
    this.known.set(first, selection);
    return selection;
  }

  /** Whether an operation selects the same whatever its variables are. */
  isSteady(operation: Pick<Operation, 'operation' | 'fragments'>): boolean {
    let steady = this.steady.get(operation.operation);
    if (steady === undefined) {
      steady = !hasDirectives(operation);
      this.steady.set(operation.operation, steady);
    }
    return steady;
  }
}
