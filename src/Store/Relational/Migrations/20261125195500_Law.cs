using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace K3Monitor.Store.Relational.Migrations
{
    /// <inheritdoc />
    [DbContext(typeof(K3Context))]
    [Migration("20261125195500_Law")]
    public partial class Law : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(name: "Jurisdiction", table: "Sites", type: "TEXT", maxLength: 2, nullable: true);
            migrationBuilder.CreateTable(
                name: "PackReleases",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false).Annotation("Sqlite:Autoincrement", true),
                    PackId = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    Edition = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    Sha256 = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    UserId = table.Column<string>(type: "TEXT", maxLength: 450, nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table => table.PrimaryKey("PK_PackReleases", x => x.Id));
            migrationBuilder.CreateIndex(
                name: "IX_PackReleases_PackId_Edition_Sha256_UserId",
                table: "PackReleases",
                columns: ["PackId", "Edition", "Sha256", "UserId"],
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(name: "PackReleases");
            migrationBuilder.DropColumn(name: "Jurisdiction", table: "Sites");
        }
    }
}
