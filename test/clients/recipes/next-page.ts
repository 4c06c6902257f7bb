import { gql, type ObservableQuery } from '@apollo/client';

export const SPACES = gql`
  query Spaces($filter: SpaceFilter, $sort: SpaceSort, $after: String) {
    spaces(filter: $filter, sort: $sort, first: 20, after: $after) {
      edges {
        cursor
        node {
          id
          title
          fromPrice
          likedByMe
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`;

/** Adds rows to the list that is shown. A page may hold none and not be the last, so it goes on until one does. */
export async function showMore(list: ObservableQuery<any>): Promise<void> {
  let { pageInfo } = list.getCurrentResult().data.spaces;
  let rows = 0;
  while (pageInfo.hasNextPage && rows === 0) {
    const { data } = await list.fetchMore({ variables: { after: pageInfo.endCursor } });
    pageInfo = data.spaces.pageInfo;
    rows = data.spaces.edges.length;
  }
}
