import type { ApolloServerPlugin, GraphQLServerContext, GraphQLServerListener } from '@apollo/server';
import { Plugin } from '@nestjs/apollo';
import { Config } from '../platform/config.js';
import { readyOperations } from './ready-operations.js';
import { SamplesService } from './samples.service.js';

/** Apollo Sandbox at the address of GraphQL, with the ready operations. In production there is none. */
@Plugin()
export class SandboxPlugin implements ApolloServerPlugin {
  constructor(
    private readonly samples: SamplesService,
    private readonly config: Config,
  ) {}

  async serverWillStart(server: GraphQLServerContext): Promise<GraphQLServerListener> {
    if (this.config.production) return {};
    return { renderLandingPage: async () => ({ html: () => this.page(server) }) };
  }

  private async page(server: GraphQLServerContext): Promise<string> {
    const { ApolloServerPluginLandingPageLocalDefault } =
      await import('@apollo/server/plugin/landingPage/default');
    const operations = readyOperations(await this.samples.find(), 'the id that placeOrder gave');
    const listener = await ApolloServerPluginLandingPageLocalDefault({
      footer: false,
      document: operations.map(({ title, document }) => `# ${title}\n${document}`).join('\n\n'),
      variables: Object.assign({}, ...operations.map(({ variables }) => variables)) as Record<
        string,
        unknown
      >,
      // What an upload needs, and nothing else minds.
      headers: { 'apollo-require-preflight': 'yes' },
    }).serverWillStart?.(server);
    const { html = '' } = (await listener?.renderLandingPage?.()) ?? {};
    const page = typeof html === 'string' ? html : await html();
    return page.replace('<head>', '<head>\n    <script src="/explorer/fallback.js"></script>');
  }
}
